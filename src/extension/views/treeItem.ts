import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import type { Row, RowTooltip } from './row.ts';
import type { TreeNode } from './treeNode.ts';

/** A row as the editor draws it. */
export function treeItem(node: TreeNode): TreeItem {
  const { row } = node;
  const item = new TreeItem(row.label, folding(row));
  item.id = row.id;
  item.iconPath = new ThemeIcon(
    row.icon.name,
    row.icon.color === undefined ? undefined : new ThemeColor(row.icon.color),
  );
  if (row.description !== undefined) item.description = row.description;
  if (row.contextValue !== undefined) item.contextValue = row.contextValue;
  if (row.tooltip !== undefined) item.tooltip = markdown(row.tooltip);
  if (row.spoken !== undefined) item.accessibilityInformation = { label: row.spoken };
  if (row.command !== undefined) {
    const { command, title, file } = row.command;
    item.command = { command, title, arguments: [file === undefined ? node : Uri.file(file)] };
  }
  return item;
}

function folding({ children = [], unfolded }: Row): TreeItemCollapsibleState {
  if (children.length === 0) return TreeItemCollapsibleState.None;
  return unfolded ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

/** Whatever a person's files and servers say is shown as text. */
function markdown({ title, facts = [], text = [] }: RowTooltip): MarkdownString {
  const tooltip = new MarkdownString().appendMarkdown('**').appendText(title).appendMarkdown('**');
  for (const [name, value] of facts) tooltip.appendMarkdown(`\n\n${name}: `).appendText(value);
  for (const paragraph of text) tooltip.appendMarkdown('\n\n').appendText(paragraph);
  return tooltip;
}
