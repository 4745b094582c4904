import { receiveMessageOnPort, workerData } from 'node:worker_threads';

const { control, slots, port, job } = workerData;

/**
 * Prepares this thread for its job, then carries out commands until the thread is ended. What preparing or a command throws is sent to the
 * calling thread.
 *
 * @param prepare - given the job and the two directions of the crew's messages, returns the commands by number
 */
export async function serve(prepare) {
  let commands;
  let ticket = 1;
  try {
    commands = await prepare(job, {
      send: (message) => port.postMessage(message),
      receive: () => receiveMessageOnPort(port).message,
    });
  } catch (error) {
    report(error);
  }
  finish(ticket);
  for (;;) {
    ticket = nextTicket(ticket);
    try {
      commands[control[slots.command]](control[slots.first], control[slots.second]);
    } catch (error) {
      report(error);
    }
    finish(ticket);
  }
}

/** Waits for a command: a moment awake, because the next one mostly comes soon, then asleep. */
function nextTicket(ticket) {
  let next = Atomics.load(control, slots.ticket);
  for (let i = 0; i < slots.spins && next === ticket; i++) next = Atomics.load(control, slots.ticket);
  while (next === ticket) {
    Atomics.wait(control, slots.ticket, ticket);
    next = Atomics.load(control, slots.ticket);
  }
  return next;
}

function finish(ticket) {
  Atomics.store(control, slots.done, ticket);
  Atomics.notify(control, slots.done);
}

function report(error) {
  const isError = error instanceof Error;
  const kinds = isError ? [error.name] : [];
  for (let kind = error; kind instanceof Error; kind = Object.getPrototypeOf(kind)) kinds.push(kind.constructor.name);
  port.postMessage({ failure: { kinds, message: isError ? error.message : String(error) } });
  control[slots.failed] = 1;
}
