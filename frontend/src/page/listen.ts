type Aloud = typeof import('./aloud.ts');

/** The voice that reads: one of the page's language and of this device, for others send what they read elsewhere. */
function voiceOf(speech: SpeechSynthesis): SpeechSynthesisVoice | undefined {
  const language = document.documentElement.lang.slice(0, 2);
  return speech.getVoices().find((voice) => voice.localService && voice.lang.slice(0, 2).toLowerCase() === language);
}

const LISTEN = 'Écouter';
const STOP = 'Arrêter';

/**
 * Makes the button read the sentences of `what` aloud, and stop. It stays
 * hidden where there is no voice to do so. Returns what silences it.
 */
export function offerListening(button: HTMLElement, what: (aloud: Aloud) => readonly string[]): () => void {
  const script = button.dataset['script'];
  if (!script || !('speechSynthesis' in window)) return () => undefined;
  let stop: (() => void) | null = null;
  const ended = (): void => {
    stop = null;
    button.textContent = LISTEN;
  };
  const start = async (voice: SpeechSynthesisVoice): Promise<void> => {
    const aloud = await (import(script) as Promise<Aloud>).catch(() => null); // only for those who listen
    if (!aloud) return;
    button.textContent = STOP;
    stop = aloud.read(what(aloud), voice, ended);
  };
  const offer = (): void => {
    button.hidden = !voiceOf(speechSynthesis);
  };
  button.addEventListener('click', () => {
    const voice = voiceOf(speechSynthesis);
    if (stop) stop();
    else if (voice) void start(voice);
  });
  speechSynthesis.addEventListener?.('voiceschanged', offer); // voices come late
  addEventListener('pagehide', () => stop?.());
  offer();
  return () => stop?.();
}
