import type { Message } from './message.ts';

// Inside a frame: tells the page around how high what it shows is, whenever that changes. The page may be of any site.

const most = Number(document.body.dataset['most']);

function tell(): void {
  const height = Math.min(most, Math.ceil(document.documentElement.getBoundingClientRect().height));
  const message: Message = { escale: 'height', height };
  parent.postMessage(message, '*');
}

if (parent !== window) {
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener('message', ({ source, data }: MessageEvent<Partial<Message> | null>) => {
    if (source === parent && data?.escale === 'ask') tell();
  });
}
