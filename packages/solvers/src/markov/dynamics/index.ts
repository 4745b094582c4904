export { ITERATE_PARAMETERS, iterateBestResponses } from './iterated-best-response.ts';
export type { FollowersPlay, IteratedBestResponse, IteratedBestResponseOptions } from './iterated-best-response.ts';
export { PLAY_FICTITIOUSLY_PARAMETERS, playFictitiously } from './fictitious-play.ts';
export type { FictitiousPlay, FictitiousPlayOptions } from './fictitious-play.ts';
