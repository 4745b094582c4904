/** Placeholder until the conformance kit. */
export const kitName: string = 'conformance';
