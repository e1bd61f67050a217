/** Words of the language and names that generated code uses itself. */
const reserved =
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval undefined NaN Infinity Math Number String Float64Array Map Set row t";

/** Gives names that are different from each other and from those that are taken: `Flight Date month` is `flightDateMonth`. */
export function createVariableNames(taken: Iterable<string>): (text: string) => string {
  const used = new Set([...reserved.split(" "), ...taken]);
  return (text) => {
    const words = text.match(/[A-Za-z]+|[0-9]+/g) ?? [];
    const joined = words
      .map((word, at) => (at === 0 ? lowerFirst(word) : word.charAt(0).toUpperCase() + word.slice(1)))
      .join("");
    // Generated code numbers its own variables behind one letter and the functions it is cut into behind `part`; those that
    // spell an operation out end in `Recipe`.
    const base = /^[0-9]|^(?:[a-z]|part)?[0-9]*$|^partValues$|Recipe$/.test(joined)
      ? `value${joined.charAt(0).toUpperCase()}${joined.slice(1)}`
      : joined;
    let name = base;
    for (let count = 2; used.has(name); count++) name = `${base}${/[0-9]$/.test(base) ? "_" : ""}${count}`;
    used.add(name);
    return name;
  };
}

const lowerFirst = (word: string): string =>
  word === word.toUpperCase() ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);
