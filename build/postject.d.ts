declare module 'postject' {
  /** Puts data under a name into a program's file, and sets the mark that says so. */
  export function inject(
    file: string,
    name: string,
    data: Buffer,
    options: { readonly sentinelFuse: string },
  ): Promise<void>
}
