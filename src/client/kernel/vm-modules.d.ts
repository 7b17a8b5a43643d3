/** The built VM modules' addresses (native/build.ts; the Vite plugin in vite.config.ts makes them assets). */
declare module "moonstep-vm:*" {
  const url: string
  export default url
}
