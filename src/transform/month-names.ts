/** Names of the months in small letters without accents: English, German, French, Spanish, Italian, Portuguese, Dutch. */
const names: readonly string[] = [
  "january jan januar janvier janv enero ene gennaio gen janeiro januari jaenner",
  "february feb februar fevrier fevr fev febrero febbraio fevereiro februari",
  "march mar marz maerz mars marzo marco maart mrt",
  "april apr avril avr abril abr aprile",
  "may mai mayo maggio mag maio mei",
  "june jun juni juin junio giugno giu junho",
  "july jul juli juillet juil julio luglio lug julho",
  "august aug aout agosto ago augustus",
  "september sep sept septembre septiembre settembre set setembro",
  "october oct oktober okt octobre octubre ottobre ott outubro out",
  "november nov novembre noviembre novembro",
  "december dec dezember dez decembre diciembre dic dicembre dezembro",
];

/** The month of each name, 1 to 12. */
export const monthNames: readonly (readonly [string, number])[] = names.flatMap((line, at) =>
  line.split(" ").map((name) => [name, at + 1] as const),
);

/** English names of weekdays, which may stand before a date. */
export const weekdayNames: readonly string[] =
  "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun".split(
    " ",
  );
