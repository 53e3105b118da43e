/** The state of the page, which the fragment of its address mirrors. Nothing here is sent. */
import { readState, writeState } from './request/fragment.ts';
import { reworded } from './sheet/promise.ts';
import type { Chosen, Request, State } from './types.ts';

type Listener = (state: State, before: State) => void;

export class Session {
  private state: State = readState(location.hash);
  private readonly listeners: Listener[] = [];
  /** What the chosen lines promise once the request changes. */
  renew: (chosen: readonly Chosen[], request: Request, before: Request) => readonly Chosen[] = (chosen, { needs }, before) => chosen.map((one) => reworded(one, before.needs, needs));

  constructor() {
    addEventListener('hashchange', () => this.take(readState(location.hash)));
    addEventListener('popstate', () => this.take(readState(location.hash)));
  }

  get(): State {
    return this.state;
  }

  /** `turn` makes a step of the browser's history, for what one goes back from. */
  set(patch: Partial<State>, turn = false): void {
    const state = { ...this.state, ...patch };
    const fragment = writeState(state);
    if (fragment === writeState(this.state)) return;
    history[turn ? 'pushState' : 'replaceState'](null, '', `${location.pathname}${fragment && `#${fragment}`}`);
    this.take(state);
  }

  ask(patch: Partial<Request>): void {
    const before = this.state.request;
    const request = { ...before, ...patch };
    this.set({ request, chosen: this.renew(this.state.chosen, request, before) });
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  private take(state: State): void {
    const before = this.state;
    if (writeState(state) === writeState(before)) return;
    this.state = state;
    for (const listener of this.listeners) listener(state, before);
  }
}
