/** Says a sentence to those who listen to the page, once things are quiet. */
export type Announce = (sentence: string) => void;

/** A screen reader reads a sentence again only if its text changes: a space at its end changes it, and is not heard. */
const AGAIN = '\u00a0';

export function createAnnounce(region: HTMLElement, quiet = 400): Announce {
  let timer = 0;
  return (sentence) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      region.textContent = sentence && region.textContent === sentence ? sentence + AGAIN : sentence;
    }, quiet);
  };
}
