import { EditorContent, useEditor, useEditorState } from '@tiptap/react';
import type { Editor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import type { ControlProps } from '../../../ui/form/field.tsx';

export interface RichEditorProps {
  readonly control: ControlProps;
  readonly label: string;
  readonly html: string;
  /** Also the number of visible characters, so that the limit can be shown while typing. */
  readonly onChange: (html: string, characters: number) => void;
}

/** What the server keeps, and nothing that it would take away (`platform/rich-text.ts`). */
const EXTENSIONS = [
  StarterKit.configure({
    heading: { levels: [2, 3] },
    code: false,
    codeBlock: false,
    link: { openOnClick: false, protocols: ['mailto', 'tel'], defaultProtocol: 'https' },
  }),
];

interface Tool {
  readonly name: string;
  readonly label: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly run: (editor: Editor) => void;
}

const chain = (editor: Editor) => editor.chain().focus();

const TOOLS: readonly Tool[] = [
  { name: 'bold', label: '加粗', run: (editor) => chain(editor).toggleBold().run() },
  { name: 'italic', label: '斜体', run: (editor) => chain(editor).toggleItalic().run() },
  { name: 'underline', label: '下划线', run: (editor) => chain(editor).toggleUnderline().run() },
  {
    name: 'heading',
    label: '标题',
    attributes: { level: 2 },
    run: (editor) => chain(editor).toggleHeading({ level: 2 }).run(),
  },
  {
    name: 'heading',
    label: '小标题',
    attributes: { level: 3 },
    run: (editor) => chain(editor).toggleHeading({ level: 3 }).run(),
  },
  { name: 'bulletList', label: '列表', run: (editor) => chain(editor).toggleBulletList().run() },
  { name: 'orderedList', label: '编号', run: (editor) => chain(editor).toggleOrderedList().run() },
  { name: 'blockquote', label: '引用', run: (editor) => chain(editor).toggleBlockquote().run() },
];

const LinkTool = ({ editor, active }: { readonly editor: Editor; readonly active: boolean }) => {
  const [open, setOpen] = useState(false);
  const [href, setHref] = useState('');
  const apply = () => {
    if (href.trim() === '') chain(editor).unsetLink().run();
    else chain(editor).extendMarkRange('link').setLink({ href: href.trim() }).run();
    setOpen(false);
  };
  const show = () => {
    setHref(String(editor.getAttributes('link')['href'] ?? ''));
    setOpen(true);
  };
  return (
    <>
      <Button small tone="quiet" pressed={active} onClick={show}>
        链接
      </Button>
      <Dialog
        title="链接"
        open={open}
        onClose={() => setOpen(false)}
        footer={
          <Button tone="primary" onClick={apply}>
            确定
          </Button>
        }
      >
        <Form label="链接" onSubmit={apply}>
          <TextField
            name="href"
            label="网址"
            help="以 https:// 开头；留空就是去掉链接。"
            type="url"
            value={href}
            onChange={setHref}
          />
        </Form>
      </Dialog>
    </>
  );
};

const activeTools = (editor: Editor): readonly boolean[] =>
  TOOLS.map(({ name, attributes }) => editor.isActive(name, attributes ?? {}));

const Toolbar = ({ editor }: { readonly editor: Editor }) => {
  const state = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      active: activeTools(current),
      link: current.isActive('link'),
      canUndo: current.can().undo(),
    }),
  });
  return (
    <div className="announcement-tools" role="group" aria-label="格式">
      {TOOLS.map((tool, index) => (
        <Button
          key={tool.label}
          small
          tone="quiet"
          pressed={state.active[index] ?? false}
          onClick={() => tool.run(editor)}
        >
          {tool.label}
        </Button>
      ))}
      <LinkTool editor={editor} active={state.link} />
      <Button
        small
        tone="quiet"
        disabled={!state.canUndo}
        onClick={() => chain(editor).undo().run()}
      >
        撤销
      </Button>
    </div>
  );
};

/** The text of an announcement. Loaded only by the pages that write one. */
export const RichEditor = ({ control, label, html, onChange }: RichEditorProps) => {
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: html,
    editorProps: {
      attributes: {
        id: control.id,
        role: 'textbox',
        class: 'announcement-surface prose',
        'aria-multiline': 'true',
        'aria-label': label,
        ...(control['aria-describedby'] === undefined
          ? {}
          : { 'aria-describedby': control['aria-describedby'] }),
      },
    },
    onUpdate: ({ editor: current }) =>
      onChange(
        current.isEmpty ? '' : current.getHTML(),
        Array.from(current.getText({ blockSeparator: '\n' })).length,
      ),
  });
  return (
    <div className="announcement-editor">
      {editor === null ? null : <Toolbar editor={editor} />}
      <EditorContent editor={editor} />
    </div>
  );
};
