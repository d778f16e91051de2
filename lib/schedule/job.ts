/** A command that a machine is to run every so many minutes, for the user who says so. */
export interface Job {
  /** as `order-sync-acme`: letters, digits and dashes */
  readonly name: string
  readonly description: string
  /** program and arguments, nothing of it secret; paths are absolute */
  readonly command: readonly [program: string, ...args: string[]]
  readonly directory: string
  /** 1 to 1440 */
  readonly everyMinutes: number
}

/** What a scheduler needs of the machine. */
export interface Machine {
  /** home folder of the user */
  readonly home: string
  /** Runs a program with an input; its exit code is `null` where there is no such program. */
  run(program: string, args: readonly string[], input?: string): Promise<Ran>
  /** Writes a file of the user's own, with the folders above it, readable by nobody else. */
  write(file: string, content: string | Uint8Array): Promise<void>
  /** Reads a file; `undefined` where there is none. */
  read(file: string): Promise<string | undefined>
  remove(file: string): Promise<void>
}

/** How a program ended. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** One way to have a job run: Windows' task scheduler, a timer of systemd, a line of cron. */
export interface Scheduler {
  /** as "systemd (order-sync-acme.timer)" */
  describe(name: string): string
  /** Installs the job, or replaces the one of its name. Returns what the user should know or do besides. */
  install(job: Job): Promise<readonly string[]>
  /** Removes it; false where there was none. */
  remove(name: string): Promise<boolean>
  /** What the machine itself says about it; `undefined` where there is none. */
  show(name: string): Promise<string | undefined>
}
