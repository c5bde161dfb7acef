/** Types of what is used of `ltx`, `@xmpp/xml` and `@xmpp/component` 0.13, which publish none. */

declare module 'ltx' {
  /** An XML element as data. Read it with the functions of `xml.ts`, which know expanded names. */
  export class Element {
    constructor(name: string, attrs?: Record<string, string | undefined>);
    name: string;
    parent: Element | null;
    children: (Element | string)[];
    attrs: Record<string, string | undefined>;
    getName(): string;
    getNS(): string | undefined;
    getChild(name: string, xmlns?: string): Element | undefined;
    getChildren(name: string, xmlns?: string): Element[];
    getChildElements(): Element[];
    getText(): string;
    append(...children: (Element | string)[]): void;
  }
}

declare module '@xmpp/xml' {
  import type { Element } from 'ltx';

  interface XmlFactory {
    (
      name: string,
      attrs?: Record<string, string | number | undefined>,
      ...children: (Element | string | undefined)[]
    ): Element;
    readonly Element: typeof Element;
  }
  const xml: XmlFactory;
  export default xml;
}

declare module '@xmpp/component' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';

  /** What the connection asks of a parser: events `start`, `element`, `end`, `error`. */
  export interface ConnectionParser extends EventEmitter {
    write(text: string): void;
  }

  export interface ComponentEntity extends EventEmitter {
    /** Milliseconds for each step of opening the stream. */
    timeout: number;
    Socket: new () => Socket;
    Parser: new () => ConnectionParser;
    readonly reconnect: { stop(): void };
    socketParameters(service: string): { host: string; port: number };
    connect(service: string): Promise<unknown>;
    open(options: { readonly domain: string; readonly timeout?: number }): Promise<unknown>;
  }

  export function component(options: {
    readonly service: string;
    readonly domain: string;
    readonly password: string;
  }): ComponentEntity;
}
