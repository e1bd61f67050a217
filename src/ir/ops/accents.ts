/** Letters with a mark in the Unicode blocks Latin-1 Supplement and Latin Extended-A, and the ASCII letter below each. */
export const accented =
  "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĹĺĻļĽľĿŀŁłŃńŅņŇňŉŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž";
export const unaccented =
  "AAAAAACEEEEIIIINOOOOOOUUUUYaaaaaaceeeeiiiinoooooouuuuyyAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiJjKkLlLlLlLlLlNnNnNnnOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZz";

/** The combining diacritical marks U+0300 to U+036F, which stand behind the letter that they change. */
export const combiningMarks = Array.from({ length: 0x70 }, (_, at) => String.fromCodePoint(0x300 + at)).join(
  "",
);

const plainLetters: ReadonlyMap<string, string> = new Map(
  Array.from(accented, (letter, at) => [letter, unaccented[at]!]),
);

/** A text without the marks of its Latin letters. Every other character stays, so `ß`, `æ` and Greek letters do. */
export const removeAccents = (text: string): string =>
  text
    .replace(/[\u0300-\u036f]+/g, "")
    .replace(/[\u00c0-\u017f]/g, (letter) => plainLetters.get(letter) ?? letter);
