/**
 * Actions by their owners. A part of the workbench that can be asked for something has an object of functions, `actions`,
 * and nothing else declares them: the keys are the actions' types, and what a function takes is what its action says
 * beside its type. Whoever has several such parts has all their actions, so one that nobody owns is a type error.
 */

type Said<F> = F extends (action: infer A) => unknown ? A : never

/** The actions that an owner's functions take. */
export type ActionOf<Owned> = {[T in keyof Owned & string]: {readonly type: T} & Said<Owned[T]>}[keyof Owned & string]

/** Carries an action out; answers what its function does. */
export function perform<M, T extends keyof M>(
  owned: {readonly [K in keyof M]: (action: M[K]) => unknown},
  action: {readonly type: T} & M[T],
): unknown {
  return owned[action.type](action)
}

/** Whether it is one of these functions that the action wants. */
export function owns<O extends object, A extends {readonly type: string}>(
  owned: O,
  action: A,
): action is Extract<A, {readonly type: keyof O}> {
  return Object.hasOwn(owned, action.type)
}
