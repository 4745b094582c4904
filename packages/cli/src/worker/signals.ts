/** Hears the first interrupt or request to terminate; a second one ends the process. */
export function stopOnSignals(): { readonly signal: AbortSignal; close(): void } {
  const stop = new AbortController();
  const onSignal = (): void => {
    stop.abort();
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  return {
    signal: stop.signal,
    close() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
