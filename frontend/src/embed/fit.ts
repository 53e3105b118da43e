import type { Message } from './message.ts';

// In the page of another site (/embed.js): gives frames the height of what they show, and makes <escale-carte> one.

const home = new URL((document.currentScript as HTMLScriptElement).src).origin;
const ask: Message = { escale: 'ask' };

/** Other messages, and messages from others, are ignored. */
function fit(frame: HTMLIFrameElement, signal?: AbortSignal): void {
  const heard = ({ origin, source, data }: MessageEvent<Message | null>): void => {
    if (origin !== home || source !== frame.contentWindow || data?.escale !== 'height' || !(data.height > 0)) return;
    frame.style.setProperty('height', `${Math.min(12000, Math.max(150, data.height))}px`, 'important');
  };
  addEventListener('message', heard, signal ? { signal } : {});
  const asks = (): void => frame.contentWindow?.postMessage(ask, '*');
  frame.addEventListener('load', asks);
  asks();
}

function fitAll(): void {
  for (const frame of document.querySelectorAll<HTMLIFrameElement>(`iframe[data-escale][src^="${home}/"]`)) fit(frame);
}

/** The attributes that are parameters of the frame, and mean the same: height is the most that it takes. */
const OPTIONS = ['commune', 'epci', 'kind', 'service', 'view', 'lang', 'color', 'height'];

class Card extends HTMLElement {
  // Fields that are only declared: built for older browsers, others would double the script.
  private declare frame?: HTMLIFrameElement;
  private declare stop?: AbortController;

  static get observedAttributes(): string[] {
    return [...OPTIONS, 'title'];
  }

  connectedCallback(): void {
    if (this.shadowRoot) return; // moved in its page
    this.style.cssText = 'all:initial!important;display:block!important';
    this.attachShadow({ mode: 'open' });
    this.show();
  }

  /** Once all those that change together have: what is shown already is not shown again. */
  attributeChangedCallback(): void {
    if (this.shadowRoot) queueMicrotask(() => this.show());
  }

  /** Another address is another frame: a frame that goes elsewhere would be one more page to go back from. */
  private show(): void {
    const query = new URLSearchParams();
    for (const name of OPTIONS) {
      const value = this.getAttribute(name);
      if (value) query.set(name, value);
    }
    const src = `${home}/embed?${query}`;
    const title = this.title || 'Aide numérique';
    if (this.frame?.src === src) return void (this.frame.title = title);
    this.stop?.abort();
    this.stop = new AbortController();
    const frame = (this.frame = document.createElement('iframe'));
    frame.title = title;
    frame.loading = 'lazy';
    frame.allow = 'geolocation';
    frame.style.cssText = `display:block;width:100%;border:0;height:${parseInt(this.getAttribute('height') ?? '') || 600}px`;
    frame.src = src;
    this.shadowRoot?.replaceChildren(frame);
    fit(frame, this.stop.signal);
  }
}

if (!customElements.get('escale-carte')) customElements.define('escale-carte', Card);
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', fitAll);
else fitAll();
