import { tableFromVectors, type DataType, type Table, type Vector } from "../../schema/index.ts";

/** Puts the answers for pieces of a part together. */
export interface AnswerCollector {
  add(answers: Table): void;
  finish(): Table;
}

/** Begins without a row; the columns are those of the first piece. */
export function collectAnswers(): AnswerCollector {
  const pieces: Table[] = [];
  return {
    add: (answers) => void pieces.push(answers),
    finish: () => {
      const [first] = pieces;
      if (!first || pieces.length === 1) return first ?? tableFromVectors([]);
      const columns = [...first.columns].map(([name, { type }]): [string, Vector] => [
        name,
        joinVectors(
          type,
          pieces.map((piece) => piece.columns.get(name)!),
        ),
      ]);
      return tableFromVectors(columns);
    },
  };
}

function joinVectors(type: DataType, vectors: readonly Vector[]): Vector {
  return type === "Text" ? joinTexts(vectors) : { kind: "numbers", type, values: joinNumbers(vectors) };
}

function joinNumbers(vectors: readonly Vector[]): Float64Array {
  const lists = vectors.flatMap((vector) => (vector.kind === "numbers" ? [vector.values] : []));
  const joined = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return joined;
}

/** The dictionary has the texts in the order of their first piece. */
function joinTexts(vectors: readonly Vector[]): Vector {
  const places = new Map<string, number>();
  const lists = vectors.flatMap((vector) => {
    if (vector.kind === "numbers") return [];
    const own = vector.dictionary.map((text) => {
      const place = places.get(text) ?? places.size;
      places.set(text, place);
      return place;
    });
    return [vector.codes.map((code) => (code < 0 ? -1 : own[code]!))];
  });
  const codes = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    codes.set(list, at);
    at += list.length;
  }
  return { kind: "texts", type: "Text", codes, dictionary: [...places.keys()] };
}
