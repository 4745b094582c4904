/**
 * Action values from duelling streams (Wang et al. 2016, equation 9): q(a) = v + A(a) - mean of A.
 *
 * @param streams - rows of v followed by A(0), A(1), ...
 * @param rows - how many
 * @param actions - how many actions there are
 * @param values - written, `rows` x `actions`
 */
export function duellingValues(streams: Float32Array, rows: number, actions: number, values: Float32Array): void {
  for (let row = 0; row < rows; row++) {
    const from = row * (actions + 1);
    let mean = 0;
    for (let k = 1; k <= actions; k++) mean += streams[from + k]! / actions;
    for (let k = 0; k < actions; k++) values[row * actions + k] = streams[from]! + streams[from + 1 + k]! - mean;
  }
}

/**
 * The gradient with respect to the duelling streams, given that with respect to the action values. There v gets the sum, A(a) its own
 * less the mean.
 *
 * @param gradients - `rows` x `actions`
 * @param streams - written, rows of 1 + `actions`
 */
export function duellingGradients(gradients: Float32Array, rows: number, actions: number, streams: Float32Array): void {
  for (let row = 0; row < rows; row++) {
    const to = row * (actions + 1);
    let sum = 0;
    for (let k = 0; k < actions; k++) sum += gradients[row * actions + k]!;
    streams[to] = sum;
    for (let k = 0; k < actions; k++) streams[to + 1 + k] = gradients[row * actions + k]! - sum / actions;
  }
}
