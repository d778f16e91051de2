import type { Action, Story } from './story.ts'

/** Everything that is one step shorter than a story: an action less, or a fault less. */
function* shorter(story: Story): Generator<Story> {
  for (const [index, action] of story.actions.entries()) {
    const replaced = (by: readonly Action[]): Story => ({ ...story, actions: story.actions.toSpliced(index, 1, ...by) })
    yield replaced([])
    if (action.do === 'run')
      for (const at of action.faults.keys()) yield replaced([{ ...action, faults: action.faults.toSpliced(at, 1) }])
    if (action.do === 'runs')
      for (const at of action.runs.keys()) yield replaced([{ ...action, runs: action.runs.toSpliced(at, 1) }])
    if (action.do === 'drop')
      for (const at of action.rows.keys()) yield replaced([{ ...action, rows: action.rows.toSpliced(at, 1) }])
  }
}

/** The shortest story that still breaks a promise. */
export async function shrink(story: Story, play: (story: Story) => Promise<readonly string[]>): Promise<Story> {
  for (const candidate of shorter(story)) {
    if ((await play(candidate)).length > 0) return shrink(candidate, play)
  }
  return story
}

/** A story for people, one action a line. */
export const storyText = ({ seed, api, contents, actions }: Story): string =>
  [`seed ${seed}, ${api}, contents ${contents}`, ...actions.map((action) => `  ${JSON.stringify(action)}`)].join('\n')
