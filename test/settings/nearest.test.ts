import { describe, expect, it } from 'vitest'
import { nearest } from '../../lib/settings/problems.ts'

const known = ['status', 'note', 'csv', 'tracking_code', 'Přijatá', 'Odeslaná', 'Vyřízená', 'paid_date']

describe('the name that is nearest to a word', () => {
  it.each([
    ['case', 'STATUS', 'status'],
    ['accents', 'odeslana', 'Odeslaná'],
    ['a letter less', 'staus', 'status'],
    ['a letter more', 'notes', 'note'],
    ['another letter', 'nota', 'note'],
    ['two letters that changed places', 'cvs', 'csv'],
    ['two letters that changed places in a longer word', 'tracknig_cdoe', 'tracking_code'],
    ['another ending', 'Vyřízeno', 'Vyřízená'],
    ['nothing', 'paid_date', 'paid_date'],
  ])('is one that differs by %s', (_what, word, expected) => {
    expect(nearest(word, known)).toBe(expected)
  })

  it.each([
    ['half of whose letters are others', 'Nová'],
    ['that is about something else', 'Stornovaná objednávka'],
    ['of one letter', 'x'],
    ['of no letter', ''],
  ])('is not told for a word %s', (_what, word) => {
    expect(nearest(word, known)).toBeUndefined()
  })
})
