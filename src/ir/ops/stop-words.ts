/**
 * Words that say little about what an English text is about: articles, pronouns, prepositions, conjunctions, forms of to
 * be, to have and to do, and the ends that tokenizing leaves of `don't` and `I'll`. Negations (no, not, nor, never) are
 * not among them, since they turn the sense of what stands beside them.
 */
export const stopWords: readonly string[] = (
  "a about after all also am an and any are as at be because been before being between both but by can could " +
  "d did do does doing during each few for from had has have having he her here hers herself him himself his how " +
  "i if in into is it its itself just ll m me more most my myself of off on once one only or other our ours " +
  "ourselves out over own re s same she should so some such t than that the their theirs them themselves then " +
  "there these they this those through to too under until up us ve very was we were what when where which while " +
  "who whom whose why will with would you your yours yourself yourselves"
).split(" ");
