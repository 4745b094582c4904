/** How a value is drawn to its target: `squared` is e^2 / 2 of the error e, `huber` the same up to 1 and |e| - 1/2 beyond (Huber 1964). */
export type RegressionLoss = 'huber' | 'squared';

/** The loss of an error. */
export function regressionLoss(kind: RegressionLoss, error: number): number {
  const size = Math.abs(error);
  return kind === 'huber' && size > 1 ? size - 0.5 : 0.5 * error * error;
}

/** The derivative of {@link regressionLoss} with respect to the error. */
export function regressionGradient(kind: RegressionLoss, error: number): number {
  return kind === 'huber' ? Math.max(-1, Math.min(1, error)) : error;
}
