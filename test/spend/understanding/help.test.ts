import { holds } from './said.ts'

holds('helps', [
  ['give me some example questions', 'help'],
  ['help', 'help'],
  ['hi', 'help'],
  ['hello there', 'help'],
  ['what can you do', 'help'],
  ['what can i ask', 'help'],
  ['how does this work', 'help'],
  ['thanks!', 'help'],
  ['thank you so much', 'help'],
  ['good morning', 'help'],
  ['show me some examples', 'help'],
  ['who are you', 'help'],
  ['what questions can i ask you', 'help'],
  ['hey tally', 'help'],
  ['👍', 'help'],
  ['what data do you have', 'help'],
])
