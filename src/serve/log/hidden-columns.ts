import { failInput } from "../../base/index.ts";
import type { DataType } from "../../schema/index.ts";
import type { LiveVersion } from "../prediction-service.ts";
import { privateInputs, type LogManifest, type PrivateInput } from "./manifest.ts";
import { openLogKey, type PrivateKey } from "./private-key.ts";

/** What a log does with its manifest while nothing else does. */
export type ChangeManifest = (changes: (before: LogManifest) => Partial<LogManifest>) => Promise<unknown>;

/** What hides private columns. */
interface HiddenColumnsParts {
  readonly folder: string;
  /** Columns that are private whatever the versions say. */
  readonly privateColumns: readonly string[];
  readonly privateKeyFile: string | undefined;
  readonly change: ChangeManifest;
}

/** The columns of which only a keyed hash is kept. They become more, and never fewer. */
export interface HiddenColumns {
  readonly key: PrivateKey | undefined;
  readonly includes: (name: string) => boolean;
  /** The type of a hidden input in the version that was admitted last of those that have it. */
  typeOf(name: string): DataType | undefined;
  /** Grows with each column that is hidden from then on. */
  readonly count: number;
  /** Sees to it that values of some columns, as labels name them, can be hidden where they have to be. */
  readyFor(columns: readonly string[]): Promise<void>;
  /** Whether all that is private in a version is hidden already. */
  isAdmitted(version: LiveVersion): boolean;
  /** Hides what is private in a version, for good: the manifest says so before the promise is fulfilled. */
  admit(version: LiveVersion): Promise<void>;
}

/**
 * The hidden columns of a log that is opened: those that are given and those that it has hidden so far. Fails with T2917 where the log has
 * some and no key is named, T2910 and T2911 of the key.
 */
export async function openHiddenColumns(
  manifest: LogManifest,
  { folder, privateColumns, privateKeyFile, change }: HiddenColumnsParts,
): Promise<HiddenColumns> {
  const inputs = new Map(privateInputs(manifest).map((input) => [input.name, input]));
  if (inputs.size > 0 && privateKeyFile === undefined && privateColumns.length === 0)
    failWithoutKey([...inputs.keys()]);
  const names = new Set([...privateColumns, ...inputs.keys()]);
  /** Those, and what versions mark that could not be admitted. */
  const wanted = new Set(names);
  /** How many columns were hidden when a version was admitted: it may have one that is hidden since. */
  const admitted = new WeakMap<LiveVersion, number>();
  let key: PrivateKey | undefined;
  let turn: Promise<void> = Promise.resolve();
  let opening: Promise<void> | undefined;
  const openKey = (): Promise<void> =>
    (opening ??= readKey().catch((error: unknown) => {
      opening = undefined;
      throw error;
    }));
  const readKey = async (): Promise<void> => {
    const read = await openLogKey(folder, manifest.key, { privateColumns: [...wanted], privateKeyFile });
    if (manifest.key === null) await change(() => ({ key: read.fingerprint }));
    key = read;
  };
  const hide = async (version: LiveVersion): Promise<void> => {
    for (const name of privateOf(version)) wanted.add(name);
    // Without a key the version does not answer, and those that do go on as before.
    if (wanted.size > 0) await openKey();
    for (const name of wanted) names.add(name);
    // Labels are hidden as the rows of the model that came last, where models have a column in different types.
    const added = version.schema.fields.filter(
      ({ name, type }) => names.has(name) && inputs.get(name)?.type !== type,
    );
    if (added.length > 0)
      await change((before) => ({ private: merged(before.private ?? [], [...inputs.values(), ...added]) }));
    for (const { name, type } of added) inputs.set(name, { name, type });
    admitted.set(version, names.size);
  };
  const isAdmitted = (version: LiveVersion): boolean =>
    admitted.get(version) === names.size || (names.size === 0 && privateOf(version).length === 0);
  if (names.size > 0) await openKey();
  return {
    get key() {
      return key;
    },
    includes: (name) => names.has(name),
    typeOf: (name) => inputs.get(name)?.type,
    get count() {
      return names.size;
    },
    readyFor: (columns) => (columns.some((name) => wanted.has(name)) ? openKey() : Promise.resolve()),
    isAdmitted,
    admit: (version) => {
      if (isAdmitted(version)) return Promise.resolve();
      const done = turn.then(() => hide(version));
      turn = done.catch(() => {});
      return done;
    },
  };
}

const privateOf = ({ predictor }: LiveVersion): readonly string[] => predictor.content.private ?? [];

const merged = (before: readonly PrivateInput[], added: readonly PrivateInput[]): readonly PrivateInput[] => [
  ...new Map([...before, ...added].map(({ name, type }) => [name, { name, type }])).values(),
];

const failWithoutKey = (hidden: readonly string[]): never =>
  failInput("T2917", "Columns that are private in the prediction log would be kept in clear from now on", {
    place: "privateKeyFile",
    value: hidden.join(", "),
    cure: "Name the file with their key: they stay private. If they shall be kept in clear, begin a new log in another folder.",
  });
