/** Reading aloud: for those who find it hard to read. */

import { isForeign, t } from './language.ts';

/** What is read aloud of one place, as the page writes it; any part may be "". */
export interface Spoken {
  readonly name: string;
  /** "à 1,2 km", with how long the walk is. */
  readonly distance?: string;
  readonly address?: string;
  /** "Ouvert jusqu’à 17 h", and the other sentences about when to come. */
  readonly when?: readonly string[];
  /** "02 33 05 12 34" */
  readonly phone?: string;
}

const digits = ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'];

/** "02 33 05 12 34" → "zéro deux, 33, zéro cinq, 12, 34": pair by pair, slowly enough to be written down. */
export function spokenPhone(phone: string): string {
  if (isForeign()) return phone.replace(/\D/g, '').split('').join(' '); // digit by digit, which no voice gets wrong
  const plain = phone.replace(/[\s.]/g, '');
  if (!/^\d{10}$/.test(plain)) return phone;
  const pairs = plain.match(/\d\d/g) ?? [];
  return pairs.map((pair) => (pair.startsWith('0') ? `zéro ${digits[Number(pair[1])]}` : pair)).join(', ');
}

/** Abbreviations as one says them: "14 h 30" → "14 heures 30", "1,2 km" → "1,2 kilomètre". */
export function spokenText(text: string): string {
  if (isForeign()) return text.replace(/[\s\u00a0\u202f]+/g, ' ').replace(/ [·–] /g, ', ').trim();
  const unit = (one: string) => (_: string, n: string): string => `${n} ${one}${Number.parseFloat(n.replace(',', '.')) >= 2 ? 's' : ''}`;
  return text
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/(\d+) h(?!\p{L})/gu, unit('heure'))
    .replace(/(\d+(?:,\d+)?) km(?!\p{L})/gu, unit('kilomètre'))
    .replace(/(\d+) m(?!\p{L})/gu, unit('mètre'))
    .replace(/(\d+) min(?!\p{L})/gu, unit('minute'))
    .replace(/ [·–] /g, ', ')
    .trim();
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** The sentences that tell of a place, one after the other. */
export function sentencesOf({ name, distance = '', address = '', when = [], phone = '' }: Spoken): string[] {
  const lines = [[name, distance].filter(Boolean).join(', '), address, ...when].map(spokenText);
  return [...lines, phone && t('Téléphone : %s', spokenPhone(phone))].filter(Boolean).map(sentence);
}

/** Reads sentences one after the other, then calls `ended`, once. Returns what stops it. */
export function read(sentences: readonly string[], voice: SpeechSynthesisVoice, ended: () => void): () => void {
  let left = sentences.length;
  const stop = (): void => {
    if (left > 0) ended();
    left = 0;
  };
  speechSynthesis.cancel(); // what another button reads
  for (const text of sentences) {
    const utterance = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang, rate: 0.9 });
    utterance.onend = utterance.onerror = (): void => {
      if (left === 1) stop();
      else left -= 1;
    };
    speechSynthesis.speak(utterance);
  }
  return () => {
    if (left > 0) speechSynthesis.cancel();
    stop();
  };
}

const textOf = (root: ParentNode, selector: string): string => root.querySelector(selector)?.textContent?.trim() ?? '';
const textsOf = (root: ParentNode, selector: string): string[] => [...root.querySelectorAll(selector)].map(({ textContent }) => textContent?.trim() ?? '');

/** A card of the list. */
export function spokenCard(card: ParentNode): string[] {
  const phone = card.querySelector('.call .number')?.textContent ?? '';
  return sentencesOf({ name: textOf(card, '.card-head h2'), distance: textOf(card, '.distance'), address: textOf(card, '.address'), when: textsOf(card, '.tag, .quiet, .old'), phone });
}

/** The page or the sheet of a place: what stands above its offers. */
export function spokenPlace(root: ParentNode, title: string): string[] {
  const top = (selector: string): string[] => [...root.querySelectorAll(selector)].filter((part) => !part.closest('.offer')).map((part) => part.textContent?.trim() ?? '');
  const [address = ''] = [...root.querySelectorAll('address')].map((part) => [...part.childNodes].map((node) => node.textContent?.trim()).filter(Boolean).join(', '));
  return sentencesOf({ name: title, address: address || textOf(root, '.where'), when: top('.tag, .open, .old'), phone: textOf(root, '.call .number') });
}
