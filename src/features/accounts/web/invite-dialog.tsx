import { useCallback, useState } from 'react';

import { ORGANIZATION_KINDS } from '../../../kernel/actor.ts';
import { Button } from '../../../ui/action/button.tsx';
import { call } from '../../../ui/api/api-client.ts';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { ComboField } from '../../../ui/form/combo-field.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { Row } from '../../../ui/layout/page.tsx';
import { useActor } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { invitePerson, listBodies } from '../people-contract.ts';
import type { BodyRow } from '../people-contract.ts';
import { managesAll } from '../rules.ts';
import { LoginNameField, RolesField } from './account-fields.tsx';
import type { HandedLink } from './handed-link.tsx';

interface FormProps {
  readonly body: BodyRow;
  readonly onInvited: (handed: HandedLink) => void;
  readonly onClose: () => void;
}

/** Everything but the body, which is known here. */
const InviteForm = ({ body, onInvited, onClose }: FormProps) => {
  const [name, setName] = useState('');
  const [loginName, setLoginName] = useState('');
  const [roles, setRoles] = useState<readonly string[]>([]);
  const write = useWrite(invitePerson, {
    invalidates: ['accounts'],
    onSuccess: ({ link, expiresAt }) => onInvited({ name, link, expiresAt }),
  });
  const submit = () => {
    const chosen = body.grantableRoles.filter((role) => roles.includes(role));
    write.mutate({ body: { organizationId: body.id, name, loginName, roles: chosen } });
  };
  return (
    <DialogForm
      error={write.error}
      onSubmit={submit}
      label="新增人员"
      submitLabel="新增并生成链接"
      busy={write.isPending}
      busyText="正在新增"
      onClose={onClose}
    >
      <TextField name="name" label="姓名" required width="medium" value={name} onChange={setName} />
      <LoginNameField value={loginName} onChange={setLoginName} />
      <RolesField
        grantable={body.grantableRoles}
        help={body.hasAdmin ? undefined : '本单位还没有能登录的管理员，请先设一名。'}
        value={roles}
        onChange={setRoles}
      />
    </DialogForm>
  );
};

const hintOf = (body: BodyRow): string =>
  `${ORGANIZATION_KINDS[body.kind]}${body.hasAdmin ? '' : '，还没有管理员'}`;

/** Any body, found by typing. */
const ChooseBody = (props: Omit<FormProps, 'body'>) => {
  const [option, setOption] = useState<ComboOption | null>(null);
  const [bodies, setBodies] = useState<ReadonlyMap<string, BodyRow>>(new Map());
  const find = useCallback(async (text: string, signal: AbortSignal) => {
    const { rows } = await call(listBodies, { query: { q: text } }, { signal });
    setBodies(new Map(rows.map((row) => [row.id, row])));
    return rows.map((row) => ({ value: row.id, label: row.name, hint: hintOf(row) }));
  }, []);
  const [body, setBody] = useState<BodyRow | undefined>();
  return (
    <>
      <ComboField
        name="organizationId"
        label="单位"
        required
        placeholder="输入名称、拼音或首字母"
        value={option}
        options={find}
        onChange={(next) => {
          setOption(next);
          setBody(next === null ? undefined : bodies.get(next.value));
        }}
      />
      {body === undefined ? (
        <Row>
          <Button onClick={props.onClose}>取消</Button>
        </Row>
      ) : (
        <InviteForm key={body.id} {...props} body={body} />
      )}
    </>
  );
};

const OwnBody = (props: Omit<FormProps, 'body'>) => {
  const read = useRead(listBodies, {});
  return (
    <QueryState of={read} what="本单位">
      {({ rows }) =>
        rows[0] === undefined ? null : <InviteForm key={rows[0].id} {...props} body={rows[0]} />
      }
    </QueryState>
  );
};

interface InviteDialogProps extends Omit<FormProps, 'body'> {
  readonly open: boolean;
  /** Chosen already, e.g. from the list of bodies without administrator. */
  readonly body?: BodyRow | undefined;
}

const Content = ({ body, ...props }: Omit<InviteDialogProps, 'open'>) => {
  const actor = useActor();
  if (body !== undefined) return <InviteForm {...props} body={body} />;
  return managesAll(actor) ? <ChooseBody {...props} /> : <OwnBody {...props} />;
};

export const InviteDialog = ({ open, body, ...props }: InviteDialogProps) => (
  <Dialog
    title={body === undefined ? '新增人员' : `为${body.name}新增人员`}
    open={open}
    onClose={props.onClose}
  >
    <Content body={body} {...props} />
  </Dialog>
);
