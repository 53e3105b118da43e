import type { Told } from './message.ts';

// In the page of another site (/embed.js): gives frames the height of what they show, and makes <escale-carte> one.

const home = new URL((document.currentScript as HTMLScriptElement).src).origin;
const ask: Told = { escale: 'ask' };

/** What else a frame may say is not listened to, nor anybody else. */
function fit(frame: HTMLIFrameElement): void {
  addEventListener('message', ({ origin, source, data }: MessageEvent<Told | null>) => {
    if (origin !== home || source !== frame.contentWindow || data?.escale !== 'height' || !(data.height > 0)) return;
    frame.style.setProperty('height', `${Math.min(6000, Math.max(150, data.height))}px`, 'important');
  });
  const asks = (): void => frame.contentWindow?.postMessage(ask, '*');
  frame.addEventListener('load', asks);
  asks();
}

function fitAll(): void {
  for (const frame of document.querySelectorAll<HTMLIFrameElement>(`iframe[data-escale][src^="${home}/"]`)) fit(frame);
}

class Card extends HTMLElement {
  connectedCallback(): void {
    if (this.shadowRoot) return; // moved in its page
    const query = new URLSearchParams();
    for (const name of ['commune', 'epci', 'kind', 'service', 'view', 'lang', 'color']) {
      const value = this.getAttribute(name);
      if (value) query.set(name, value);
    }
    const frame = document.createElement('iframe');
    frame.title = this.title || 'Aide numérique';
    frame.loading = 'lazy';
    frame.allow = 'geolocation';
    frame.style.cssText = `display:block;width:100%;border:0;height:${Number(this.getAttribute('height')) || 600}px`;
    this.style.cssText = 'all:initial!important;display:block!important';
    frame.src = `${home}/embed?${query}`;
    this.attachShadow({ mode: 'open' }).append(frame);
    fit(frame);
  }
}

if (!customElements.get('escale-carte')) customElements.define('escale-carte', Card);
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', fitAll);
else fitAll();
