import { describe, expect, it } from 'vitest'
import { readText } from '../../src/msteams/text.ts'

const US = { id: '28:tally', name: 'Tally' }
const ours = (text?: string, name = 'Tally') => ({
  type: 'mention',
  mentioned: { id: US.id, name },
  ...(text === undefined ? {} : { text }),
})
const anas = { type: 'mention', mentioned: { id: '29:ana', name: 'Ana' }, text: '<at>Ana</at>' }

const read = (text: string, ...entities: object[]) => readText({ text, recipient: US, entities })

describe('the words of a message', () => {
  it.each<[string, string, object[], string]>([
    ['our mention goes', '<at>Tally</at> total', [ours('<at>Tally</at>')], 'total'],
    ['also where the entity has no text', '<at>Tally</at> total', [ours()], 'total'],
    ['also where its text stands nowhere', '<at>Tally</at> total', [ours('<at>tally</at>')], 'total'],
    ['also with an attribute', '<at id="0">Tally</at> total', [ours()], 'total'],
    ['also at the end', 'total <at>Tally</at>', [ours('<at>Tally</at>')], 'total'],
    [
      'each of them once',
      '<at>Tally</at> total <at>Tally</at>',
      [ours('<at>Tally</at>'), ours('<at>Tally</at>')],
      'total',
    ],
    ['a name that was shortened', '<at>Tal</at> total', [ours('<at>Tal</at>')], 'total'],
    ['a name with signs', '<at>R&amp;D Tally</at> total', [ours(undefined, 'R&D Tally')], 'total'],
    ['a name is no pattern', '<at>T.ll$&</at> total', [ours('<at>T.ll$&</at>', 'T.ll$&')], 'total'],
    ['a text without a tag goes once', 'Tally what does team Tally cost', [ours('Tally')], 'what does team Tally cost'],
    [
      'somebody else stays, as their name',
      '<at>Tally</at> for <at>Ana</at>',
      [ours('<at>Tally</at>'), anas],
      'for Ana',
    ],
    ['somebody of our name stays', 'for <at>Tally</at>', [{ ...anas, text: '<at>Tally</at>' }], 'for Tally'],
    [
      'hard spaces and lines are spaces',
      '<at>Tally</at>\u00a0total\r\nby\n\nteam ',
      [ours('<at>Tally</at>')],
      'total by team',
    ],
    [
      'entities are undone, once',
      'R&amp;D &lt;5 &quot;x&quot; &#39;y&#39; &#x41; a&nbsp;b &amp;lt;',
      [],
      `R&D <5 "x" 'y' A a b &lt;`,
    ],
    ['what is no entity stays', 'AT&T; cost & usage &unknown; &#0;!', [], 'AT&T; cost & usage &unknown; !'],
    ['what is no tag stays', 'cost < 5 and > 3', [], 'cost < 5 and > 3'],
  ])('%s', (_, text, entities, expected) => {
    expect(read(text, ...entities).text).toBe(expected)
  })

  it('tells whether we were spoken to', () => {
    expect(read('<at>Tally</at> total', ours()).mentioned).toBe(true)
    expect(read('<at>Ana</at> total', anas).mentioned).toBe(false)
    expect(read('Tally total').mentioned).toBe(false)
    expect(readText({ text: 'total', entities: [{ type: 'mention', mentioned: {} }] }).mentioned).toBe(false)
    expect(readText({ entities: 'nonsense' })).toEqual({ text: '', mentioned: false })
  })
})
