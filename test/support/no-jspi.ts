/** For a page as in a browser without JSPI: its workers, which have a scope of their own, are told by the gate alone. */
export function takeJspiOut(): void {
  for (const name of ["Suspending", "promising"]) Reflect.deleteProperty(WebAssembly, name)
}
