import type { CheckSpec } from "../explore/index.ts";
import type {
  EventColumns,
  EventOptions,
  EventSelection,
  FeatureSpec,
  HistoryOptions,
} from "../feature/index.ts";
import type { chooseColumn, constantColumn } from "../ir/index.ts";
import type { SplitSpec } from "../model/index.ts";
import type { RecipeStep } from "../transform/index.ts";
import type { DataType } from "../schema/index.ts";
import type {
  ColumnName,
  ColumnsOfSource,
  DerivedColumns,
  NameOfType,
  SourceColumn,
  SourceName,
} from "./source-columns.ts";
import type { ClassWeight, NamedTaskKind } from "./read-task.ts";
import type { SourceSpec } from "./source-spec.ts";

/** What the `columns` function gets: the source's columns by name, choices and constants. */
export interface ColumnsContext<Columns> {
  /** A column of the source; its operations are those of its type. */
  readonly column: <Name extends SourceName<Columns>>(name: Name) => SourceColumn<Columns, Name>;
  /** The answer of the first condition that is true. */
  readonly choose: typeof chooseColumn;
  /** A constant where a column has to come first. */
  readonly constant: typeof constantColumn;
}

/** The sources of events, by name. */
export type EventsSpec = Readonly<Record<string, SourceSpec>>;

/** The event features of a project, by name. */
export type EventFeatures = Readonly<Record<string, FeatureSpec>>;

/** What the `features` function gets. */
export interface FeaturesContext<Events> {
  /** One of the project's sources of events: whose each is, when it happened, from when on it was known. */
  readonly events: <const Name extends keyof Events & string>(
    name: Name,
    options: EventOptions<EventColumnsOf<Events[Name]>>,
  ) => EventSelection<EventColumnsOf<Events[Name]>>;
  /** The earlier rows of the data themselves. */
  readonly history: (options?: HistoryOptions) => EventSelection;
}

/** The columns of a source of events; any while they are unknown. */
type EventColumnsOf<Source> = Source extends SourceSpec
  ? string extends keyof ColumnsOfSource<Source>
    ? EventColumns
    : {
        readonly [Name in keyof ColumnsOfSource<Source>]: NonNullable<
          ColumnsOfSource<Source>[Name]
        > extends infer Type extends DataType
          ? Type
          : never;
      }
  : EventColumns;

/** A trainer to try, with its parameters and, where it needs its own, its recipe. */
export interface ModelSpec {
  readonly trainer: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly recipe?: readonly RecipeStep[];
  /** How much the rows of each class count: `balanced`, or a number for some classes by name, 1 for the others. */
  readonly classWeight?: ClassWeight;
}

/** A cleaning step: a transform, the columns of the data that it works on, and its parameters. */
export interface CleanStepSpec<Name extends string = string> {
  readonly transform: string;
  readonly columns: readonly Name[];
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What a user says about a project. Only `data` and `predict` are needed, or a `task` that predicts nothing; each default is written into the run. */
export interface ProjectSpec<
  Source extends SourceSpec = SourceSpec,
  Derived = DerivedColumns,
  Columns = ColumnsOfSource<Source>,
> {
  /** The project's name, by which the registry counts versions; `project` unless given. */
  readonly name?: string;
  /** Where the rows come from: `csv("birdstrikes.csv")`. */
  readonly data: Source;
  /** Sources of events beside the data, by name: `{ orders: csv("orders.csv") }`. */
  readonly events?: EventsSpec;
  /** Features of the events that had happened, and were known, before each row's time. */
  readonly features?: (context: FeaturesContext<EventsSpec>) => EventFeatures;
  /** Columns derived from the source's and from event features, by name. */
  readonly columns?: (context: ColumnsContext<Columns>) => Derived;
  /** What is done to features before any model's own steps: `[{ transform: "parse-number", columns: ["price"] }]`. */
  readonly clean?: readonly CleanStepSpec<ColumnName<Columns, Derived>>[];
  /** What to do where the target alone cannot say it: rank the rows of each group, find clusters, find outliers. */
  readonly task?: NamedTaskKind;
  /** The column to predict; of a ranking the grades of relevance. Clusters and outliers have none. */
  readonly predict?: ColumnName<Columns, Derived>;
  /** Of outliers: the column that says which rows are known to be unusual. The answers are measured by it; no model sees it. */
  readonly label?: ColumnName<Columns, Derived>;
  /** Of outliers: the share of the rows to learn from that count as outliers; 0.01 unless given. */
  readonly outlierShare?: number;
  /** Of two classes the one that counts as positive: true, 1, yes, or the rarer unless given. */
  readonly positive?: string | number | boolean;
  /** When each row happened, so that the evaluation looks forward, as life does. */
  readonly time?: NameOfType<Columns, Derived, "Day" | "Instant">;
  /** Rows of one group never stand in training and test at once; of a ranking, they are ranked together. */
  readonly group?: ColumnName<Columns, Derived>;
  /** How much each row counts. */
  readonly weight?: NameOfType<Columns, Derived, "Int" | "Float">;
  /** Columns that name a row and are no features. */
  readonly id?: readonly ColumnName<Columns, Derived>[];
  /** Columns that are not there yet when the prediction is made. */
  readonly knownLater?: readonly ColumnName<Columns, Derived>[];
  /** Columns to leave out. */
  readonly ignore?: readonly ColumnName<Columns, Derived>[];
  /** Columns of the data, and of its events, with what is nobody else's business: a model may use their values, and nothing keeps them. */
  readonly private?: readonly ColumnName<Columns, object>[];
  /** How rows are parted into train, validation and test; chosen from the roles unless given. */
  readonly split?: {
    readonly kind: SplitSpec["kind"];
    readonly column?: ColumnName<Columns, Derived>;
  };
  /** What must hold of the data. */
  readonly checks?: readonly CheckSpec<ColumnName<Columns, Derived>>[];
  /** The models to try, by the name of the trainer; chosen from the task unless given. */
  readonly models?: readonly (string | ModelSpec)[];
  /** The metric that ranks the models; chosen from the task unless given. */
  readonly metric?: string;
  /** The start of all random numbers; 1 unless given. */
  readonly seed?: number;
  /** Alerts that are fine as they are: `constant`, or `missing:Cost Other` for one column. They become checks. */
  readonly accept?: readonly string[];
}

/** Either there is something to predict, or the task says that there is not. */
type Asked =
  | { readonly task?: "ranking"; readonly predict: string }
  | { readonly task: "clusters" | "outliers"; readonly predict?: never };

/** A spec without event features. */
interface WithoutFeatures {
  readonly events?: never;
  readonly features?: never;
}

/** A spec that derives columns. */
export type DerivingProjectSpec<Source extends SourceSpec, Derived> = Omit<
  ProjectSpec<Source, Derived>,
  "events" | "features"
> &
  Required<Pick<ProjectSpec<Source, Derived>, "columns">> &
  Asked &
  WithoutFeatures;

/** A spec that derives no columns. */
export type PlainProjectSpec<Source extends SourceSpec> = Omit<
  ProjectSpec<Source, object>,
  "columns" | "events" | "features"
> & { readonly columns?: never } & Asked &
  WithoutFeatures;

/** What event features a spec has; `features` stands before `columns`, so that TypeScript knows their names there. */
interface FeatureSettings<Source extends SourceSpec, Events extends EventsSpec, Features> {
  readonly events?: Events;
  /** Columns of the data and of its events with what is nobody else's business. */
  readonly private?: readonly (ColumnName<ColumnsOfSource<Source>, object> | EventColumnName<Events>)[];
  readonly features: (context: FeaturesContext<Events>) => Features;
}

/** The names of the columns of all sources of events. */
type EventColumnName<Events extends EventsSpec> = {
  readonly [Name in keyof Events]: keyof EventColumnsOf<Events[Name]> & string;
}[keyof Events];

/** A spec with event features that derives no columns. */
export type FeaturedProjectSpec<Source extends SourceSpec, Events extends EventsSpec, Features> = Omit<
  ProjectSpec<Source, Features>,
  "columns" | "events" | "features" | "private"
> &
  FeatureSettings<Source, Events, Features> &
  Asked & { readonly columns?: never };

/** A spec with event features that derives columns too. */
export type FeaturedDerivingProjectSpec<
  Source extends SourceSpec,
  Events extends EventsSpec,
  Features,
  Derived,
> = Omit<ProjectSpec<Source, Features & Derived>, "columns" | "events" | "features" | "private"> &
  FeatureSettings<Source, Events, Features> &
  Asked & {
    readonly columns: (context: ColumnsContext<ColumnsOfSource<Source> & NeverOf<Features>>) => Derived;
  };

/** Columns of a type that TypeScript does not know. */
type NeverOf<Features> = { readonly [Name in keyof Features]: never };

/**
 * Defines a project: gives the spec back, frozen, and lets TypeScript check the names and types of its columns.
 * `columns` stays a function; it is called when the project is read.
 * @example
 * export default defineProject({
 *   data: csv("birdstrikes.csv"),
 *   columns: ({ column }) => ({ damaged: column("Effect Amount of damage").notEquals("None") }),
 *   predict: "damaged",
 *   time: "Flight Date",
 * });
 */
export function defineProject<
  const Source extends SourceSpec,
  const Events extends EventsSpec,
  Features extends EventFeatures,
>(spec: FeaturedProjectSpec<Source, Events, Features>): FeaturedProjectSpec<Source, Events, Features>;
export function defineProject<
  const Source extends SourceSpec,
  const Events extends EventsSpec,
  Features extends EventFeatures,
  Derived extends DerivedColumns,
>(
  spec: FeaturedDerivingProjectSpec<Source, Events, Features, Derived>,
): FeaturedDerivingProjectSpec<Source, Events, Features, Derived>;
export function defineProject<const Source extends SourceSpec>(
  spec: PlainProjectSpec<Source>,
): PlainProjectSpec<Source>;
export function defineProject<const Source extends SourceSpec, Derived extends DerivedColumns>(
  spec: DerivingProjectSpec<Source, Derived>,
): DerivingProjectSpec<Source, Derived>;
// Several forms, because TypeScript would otherwise take a misspelt `predict` for the name of a derived column.
export function defineProject(spec: object): object {
  return Object.freeze(spec);
}
