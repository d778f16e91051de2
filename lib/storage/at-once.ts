const most = 16

/** Asks about many things, some at once: a bucket answers many questions as fast as one. Answers in the order of the things. */
export async function askAtOnce<Thing, Answer>(
  things: readonly Thing[],
  ask: (thing: Thing) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let start = 0; start < things.length; start += most)
    answers.push(...(await Promise.all(things.slice(start, start + most).map(ask))))
  return answers
}
