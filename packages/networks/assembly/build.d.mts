export function sourceHash(): string;
export function compile(feature: 'simd' | 'relaxed-simd'): Promise<string>;
