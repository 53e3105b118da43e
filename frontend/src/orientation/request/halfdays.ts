/** The grid of half-days: arrows move in it, and its last line ticks a whole part of the day. */
import { isEvery } from './fragment.ts';
import { DAYS, HALF_DAYS } from '../rules/time.ts';

const steps: Readonly<Record<string, readonly [row: number, column: number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function onArrow(event: KeyboardEvent): void {
  const step = steps[event.key];
  const cell = (event.target as Element).closest('td');
  const row = cell?.closest('tr');
  const body = row?.parentElement as HTMLTableSectionElement | null | undefined;
  if (!step || !cell || !row || !body) return;
  const next = body.rows[row.sectionRowIndex + step[0]]?.cells[cell.cellIndex + step[1]]?.querySelector('input');
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The half-days after a box was ticked, in their order. */
export function ticked(free: readonly string[], name: string, value: string, checked: boolean): string[] {
  const touched = name === 'every' ? DAYS.map((day) => `${day}-${value}`) : [value];
  return HALF_DAYS.filter((one) => (touched.includes(one) ? checked : free.includes(one)));
}

export class HalfDays {
  constructor(private readonly table: HTMLTableElement, onChange: (name: string, value: string, checked: boolean) => void) {
    table.addEventListener('keydown', onArrow);
    table.addEventListener('change', ({ target }) => {
      const { name, value, checked } = target as HTMLInputElement;
      onChange(name, value, checked);
    });
  }

  show(free: readonly string[]): void {
    for (const box of this.table.querySelectorAll('input')) box.checked = box.name === 'every' ? isEvery(free, box.value) : free.includes(box.value);
  }
}
