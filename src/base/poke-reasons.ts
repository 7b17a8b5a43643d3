/**
 * Why somebody makes a running program look up, as bits: one look may have several reasons. mail: a message has come.
 * tick: the clock, by which output is shown and limits are held. sample: where it stands is wanted. copy: its state is.
 */
export const pokeReasons = {mail: 1, tick: 2, sample: 4, copy: 8} as const
export type PokeReason = keyof typeof pokeReasons

/** Of a program that looks up by itself, since nobody can make it. */
export const ownLook: number = pokeReasons.mail | pokeReasons.tick
