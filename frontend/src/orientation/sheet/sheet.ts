/** The sheet: the lines chosen, what to bring, the ways to hand it over. */
import type { Announce } from '../../page/announce.ts';
import { el, need } from '../../page/dom.ts';
import * as format from '../words/format.ts';
import { offerListening } from '../../page/listen.ts';
import { itemOf, minuteOf, move, remove } from './choice.ts';
import type { Known } from '../data.ts';
import { ficheLine, type Moments, type Moves } from './line.ts';
import { writeLink } from '../request/fragment.ts';
import { calendar } from './calendar.ts';
import { momentsOf, retime } from './moments.ts';
import { noteOf } from './notes.ts';
import type { Session } from '../session.ts';
import { bringOf, sharedAge, sheetSentences, sheetText, tell, warned, type Bring, type Catalogue, type Sheet, type SheetLine } from './text.ts';
import type { Chosen, State } from '../types.ts';
import { pointOf } from '../where.ts';
import { momentText, tie } from '../words/words.ts';

/** Fetched when a sheet is shown, and not before. */
type QRCode = typeof import('./qrcode.ts');

const SVG = 'http://www.w3.org/2000/svg';

const linkOf = (state: State): string => `${location.origin}/orientation#${writeLink(state)}`;

function bringPart({ things, sources }: Bring): HTMLElement[] {
  if (things.length === 0) return [];
  const links = sources.flatMap(({ name, url }, i) => [i > 0 ? ', ' : '', el('a', { href: url, rel: 'noreferrer' }, name)]);
  const from = links.length > 0 ? [el('p', { class: 'bring-source' }, 'D’après ', ...links, '.')] : [];
  return [el('h3', {}, 'À apporter'), el('ul', { class: 'needs' }, ...things.map((thing) => el('li', {}, tie(thing)))), ...from];
}

export class Fiche {
  private readonly lines = need('fiche-lines');
  private readonly status = need('fiche-status');
  private code = 0;

  constructor(private readonly session: Session, private readonly known: Known, private readonly catalogue: Catalogue, private readonly announce: Announce) {
    session.subscribe((state) => this.show(state));
    need('print').addEventListener('click', () => print());
    need('copy-text').addEventListener('click', () => this.copy(sheetText(this.sheet()), 'Le texte est copié. Collez-le dans un message.'));
    need('copy-link').addEventListener('click', () => this.copy(linkOf(session.get()), 'Le lien est copié. Il rouvre cette fiche.'));
    need('take-calendar').addEventListener('click', () => this.download());
    offerListening(need('listen'), ({ spokenText, spokenPhone }) =>
      sheetSentences(this.sheet()).map((line) => (line.startsWith('Téléphone : ') ? `Téléphone : ${spokenPhone(line.slice(12))}.` : spokenText(line))));
    this.show(session.get());
  }

  private sheetLines(): SheetLine[] {
    const { request, chosen } = this.session.get();
    const from = pointOf(request.home, this.known.communes);
    return warned(chosen.map((one) => tell(one, request, from, this.known.offers, this.catalogue)), request.reach);
  }

  private sheet(): Sheet {
    const state = this.session.get();
    const notes = new Map(state.chosen.map(({ id }) => [id, noteOf(id).trim()]));
    const lines = this.sheetLines();
    return { ...sharedAge(lines), bring: bringOf(state.request.needs, this.catalogue), notes, link: linkOf(state), day: this.known.offers.from };
  }

  private show(state: State): void {
    if (!state.sheet) return;
    const { offers } = this.known;
    const { lines, old } = sharedAge(this.sheetLines());
    const message = need('fiche-message');
    const changed = lines.some(({ changes }) => changes.length > 0);
    message.hidden = lines.length > 0 && !changed;
    message.textContent = lines.length === 0 ? 'Cette fiche est vide. Revenez à la comparaison pour y ajouter des lieux.' : 'Modifié depuis que la fiche a été faite : lisez ce qui suit, et téléphonez.';
    need('fiche').querySelector('.fiche-day')!.textContent = tie(`Fiche du ${format.date(offers.from)}. ${old}`.trim());
    need('fiche').classList.toggle('is-long', lines.length > 3);
    this.lines.replaceChildren(...lines.map((line, i) => ficheLine(line, this.moments(state, i), this.moves(state.chosen, i))));
    need('bring').replaceChildren(...bringPart(bringOf(state.request.needs, this.catalogue)));
    void this.showCode(linkOf(state), lines.length > 0);
  }

  private moves(chosen: readonly Chosen[], i: number): Moves {
    const { id } = chosen[i] as Chosen;
    const go = (step: -1 | 1) => (): void => {
      this.session.set({ chosen: move(chosen, id, step) });
      this.focus(id, step === -1 ? 'up' : 'down');
      this.announce(`Ligne ${i + 1 + step} sur ${chosen.length}.`);
    };
    const drop = (): void => {
      this.session.set({ chosen: remove(chosen, id) });
      const next = chosen[i + 1] ?? chosen[i - 1];
      if (next) need(`line-${next.id}`).focus();
      else need('fiche-title').focus();
      this.announce('Retiré de la fiche.');
    };
    return { up: i > 0 ? go(-1) : null, down: i < chosen.length - 1 ? go(1) : null, remove: drop };
  }

  private moments({ request, chosen }: State, i: number): Moments {
    const { offers } = this.known;
    const one = chosen[i] as Chosen;
    const item = itemOf(one, offers);
    const all = item ? momentsOf(item, request, offers).map((minute) => ({ minute, text: tie(momentText(minute, offers.from)) })) : [];
    const choose = (minute: number | null): void => {
      this.session.set({ chosen: chosen.map((other) => (other === one ? retime(one, minute, request, offers) : other)) });
      need(`moment-${one.id}`).focus();
      this.announce(minute === null ? 'À demander par téléphone.' : `Jour et heure : ${momentText(minute, offers.from)}.`);
    };
    return { all, now: minuteOf(one.time, offers.from), choose };
  }

  /** The button that moved a line keeps the focus, where the line now is. */
  private focus(id: string, name: string): void {
    this.lines.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"] [data-move="${name}"]`)?.focus();
  }

  /** The address stands at once; the code that says the same follows. */
  private async showCode(link: string, any: boolean): Promise<void> {
    const turn = ++this.code;
    const where = need('fiche-link');
    const text = el('p', {}, 'Pour rouvrir cette fiche : ', el('a', { href: link }, link.replace(/^https?:\/\//, '')));
    where.hidden = !any;
    const kept = where.querySelector('svg');
    where.replaceChildren(...(kept ? [kept] : []), text);
    const made = any ? await (import(where.dataset['script'] ?? '') as Promise<QRCode>).then(({ codeOf }) => codeOf(link), () => null) : null;
    if (turn === this.code) where.replaceChildren(...(made ? [drawing(made)] : []), text);
  }

  private copy(text: string, done: string): void {
    const byHand = (): void => {
      need('text-copy').hidden = false;
      const area = need<HTMLTextAreaElement>('text-area');
      area.value = text;
      area.select();
      this.status.textContent = 'La copie n’a pas pu se faire seule : le texte est plus bas, à copier.';
    };
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(text).then(() => {
      this.status.textContent = done;
    }, byHand);
  }

  private download(): void {
    const { chosen } = this.session.get();
    const text = calendar(chosen, this.sheetLines(), this.known.offers, location.host);
    if (!text) return void (this.status.textContent = 'Aucune ligne n’a de jour ni d’heure : l’agenda serait vide.');
    const address = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }));
    el('a', { href: address, download: 'fiche.ics' }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    this.status.textContent = 'L’agenda est téléchargé : fiche.ics.';
  }
}

function drawing({ side, path }: { readonly side: number; readonly path: string }): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { class: 'qr', viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': 'Code à photographier pour rouvrir cette fiche' };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  for (const [name, d] of [['qr-paper', `M0 0h${side}v${side}H0z`], ['qr-ink', path]] as const) {
    const part = document.createElementNS(SVG, 'path');
    part.setAttribute('class', name);
    part.setAttribute('d', d);
    svg.append(part);
  }
  return svg;
}
