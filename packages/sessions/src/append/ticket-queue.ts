import { Fifo } from "../fifo.js";
import type { BatchTicket } from "./batch-ticket.js";

/** Unsettled batches in order. */
export class TicketQueue extends Fifo<BatchTicket> {
  /** Records of all batches together. */
  get recordCount(): number {
    let count = 0;
    for (let index = 0; index < this.length; index++) count += (this.at(index) as BatchTicket).encoded.recordCount;
    return count;
  }
}
