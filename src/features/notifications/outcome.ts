import type { Arrival } from './dingtalk-arrival.ts';

/** What became of one try to hand a message to the receiving server. */
export type Outcome =
  | { readonly kind: 'sent'; readonly providerRef?: string }
  /** This message later; `isServerSuspect`: ask the server whether it is there at all before the next message. */
  | { readonly kind: 'retry'; readonly reason: string; readonly isServerSuspect?: true }
  /** Never: another try cannot help. `isAddressRefused`: nothing sent there will. */
  | { readonly kind: 'dead'; readonly reason: string; readonly isAddressRefused?: true }
  /** Not the fault of this message: nobody tries this channel for a while, and the try does not count. */
  | { readonly kind: 'down'; readonly reason: string };

export const sent = (providerRef?: string): Outcome =>
  providerRef === undefined ? { kind: 'sent' } : { kind: 'sent', providerRef };

/** A message as a channel sends it; every text is plain. */
export interface OutgoingMessage {
  readonly deliveryId: string;
  /** How often it was sent anew because it had not arrived. */
  readonly resendCount: number;
  readonly title: string;
  readonly lines: readonly string[];
  /** Absolute address of where to act. */
  readonly url: string;
  readonly preferencesUrl: string;
  /** A mailbox; a mobile of DingTalk; nothing for a group. */
  readonly address: string;
  /** ISO instant until which the step is wanted; the deadline of a to-do. */
  readonly until: string | null;
  /** The person in DingTalk, when it has been asked before. */
  readonly provider: DingtalkPerson | undefined;
  readonly robot: { readonly token: string; readonly secret: string } | undefined;
  /** Of a FINISH: the to-do that it ends. */
  readonly todoRef: string | null;
}

export interface DingtalkPerson {
  readonly userId: string;
  readonly unionId: string;
}

/** One open line to a receiving server; used by one worker, one message after the other. */
export interface Line {
  /** Undefined when the server is there and lets us in. */
  check(): Promise<{ readonly reason: string } | undefined>;
  send(message: OutgoingMessage): Promise<Outcome>;
  /** What was learned about a person while sending, to be kept. */
  learned?(address: string): DingtalkPerson | undefined;
  /** Whether what the server had taken under this number has arrived; only where the server says so later. */
  arrival?(providerRef: string, userId: string): Promise<Arrival>;
  close(): void;
}
