export const testMs: number
export const conditionMs: number
export const fileMs: number
export const runMs: number
