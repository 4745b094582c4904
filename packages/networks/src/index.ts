/** Placeholder until the package's first export. */
export const packageName: string = '@firstmover/networks';
