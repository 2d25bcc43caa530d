/** A colour of the editor's themes is named, never mixed. */
export interface RowIcon {
  readonly name: string;
  readonly color?: string;
}

export interface RowTooltip {
  readonly title: string;
  readonly facts?: readonly (readonly [name: string, value: string])[];
  /** Paragraphs below. */
  readonly text?: readonly string[];
}

export interface RowCommand {
  readonly command: string;
  readonly title: string;
  /** Path of the file it is given; the row itself when left out. */
  readonly file?: string;
}

/** A row of the tree as plain data: two can be compared, and what is the same is not drawn again. */
export interface Row {
  /** Unique in the tree, and the same for as long as the row is about the same thing: folding and selection hang on it. */
  readonly id: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly icon: RowIcon;
  readonly tooltip?: RowTooltip | undefined;
  /** Words, so that menus match by word. */
  readonly contextValue?: string | undefined;
  /** What a screen reader says instead of label and description. */
  readonly spoken?: string | undefined;
  /** What a click does. */
  readonly command?: RowCommand | undefined;
  /** The id of the function it is about, for the commands of its menu (see `FunctionTarget`). */
  readonly function?: string | undefined;
  /** What of the function is opened (see `OpenTarget`). */
  readonly at?: string | undefined;
  /** Of a folder that may be adopted. */
  readonly dockerfile?: string | undefined;
  /** Whether a row with children shows them before anybody folded or unfolded it. */
  readonly unfolded?: boolean | undefined;
  readonly children?: readonly Row[] | undefined;
}
