/** Says a sentence to those who listen to the page, once things are quiet. */
export type Announce = (sentence: string) => void;

export function createAnnounce(region: HTMLElement, quiet = 400): Announce {
  let timer = 0;
  return (sentence) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      region.textContent = sentence;
    }, quiet);
  };
}
