/** Names and values alternating, in the order and spelling they were received: what HTTP itself speaks. */
export type HeaderList = readonly string[];

/** Where an answer goes while it comes. Called in this order: `head`, `data` any number of times, `end` or `broken`. */
export interface AnswerSink {
  /** @param resume lets the answer go on after `data` said `false` */
  head(statusCode: number, headers: HeaderList, resume: () => void): void;
  /** @returns `false`: hold on until `resume` is called */
  data(chunk: Uint8Array): boolean;
  end(trailers: HeaderList): void;
  /** The answer ends here, in its middle: nothing after `head` can mend it. Only called after `head`. */
  broken(error: Error): void;
}
