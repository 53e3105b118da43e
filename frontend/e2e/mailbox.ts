import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A mail as it came: who it is for, and its text, decoded. */
export interface Mail {
  readonly to: string;
  readonly text: string;
}

/** Takes the signs that mail writes as =XX, and the lines that it cut, back. */
function decoded(data: string): string {
  const bytes = data.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** An SMTP server that keeps what it gets. */
export class Mailbox {
  readonly mails: Mail[] = [];
  private readonly server: Server = createServer((socket) => this.talk(socket));

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server.close();
  }

  /** Waits for the next mail to an address, and takes it. */
  async next(to: string): Promise<Mail> {
    for (let tries = 0; tries < 200; tries++) {
      const at = this.mails.findIndex((mail) => mail.to === to);
      const [mail] = at < 0 ? [] : this.mails.splice(at, 1);
      if (mail) return mail;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no mail for ${to}`);
  }

  private talk(socket: Socket): void {
    let waiting = '';
    let to = '';
    let body: string[] | null = null;
    const answer = (line: string) => socket.write(`${line}\r\n`);
    const heed = (line: string) => {
      if (body) {
        if (line !== '.') return void body.push(line);
        this.mails.push({ to, text: decoded(body.join('\n')) });
        body = null;
      } else if (line === 'DATA') {
        body = [];
        return void answer('354 go on');
      }
      to = /^RCPT TO:<([^>]*)>/.exec(line)?.[1] ?? to;
      answer(line === 'QUIT' ? '221 bye' : '250 mailbox');
      return undefined;
    };
    answer('220 mailbox');
    socket.setEncoding('latin1').on('data', (text) => {
      const lines = (waiting + String(text)).split('\r\n');
      waiting = lines.pop() ?? '';
      lines.forEach(heed);
    });
    socket.on('error', () => socket.destroy());
  }
}

/** The link of a mail. */
export function linkOf(mail: Mail): string {
  const link = /https?:\/\/\S+\?jeton=[A-Z2-7]+/.exec(mail.text)?.[0];
  if (!link) throw new Error(`no link in ${mail.text}`);
  return link;
}
