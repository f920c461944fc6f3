import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import type { EventRow } from '../contract.ts';
import { CHANNELS, type PersonalChannel } from '../labels.ts';
import './notifications.css';

export interface Switched {
  readonly event: string;
  readonly channel: PersonalChannel;
  readonly isOn: boolean;
}

interface EventSwitchesProps {
  readonly caption: string;
  readonly events: readonly EventRow[];
  readonly open: readonly PersonalChannel[];
  readonly isBusy: boolean;
  readonly onSwitch: (choice: Switched) => void;
}

/** Each event with a tick per channel. */
export const EventSwitches = ({ caption, events, open, isBusy, onSwitch }: EventSwitchesProps) => {
  const columns: readonly Column<EventRow>[] = [
    {
      key: 'label',
      label: '消息',
      main: true,
      render: (row) => (row.isUrgent ? `${row.label}（重要）` : row.label),
    },
    {
      key: 'channels',
      label: '发到哪里',
      render: (row) => (
        <span className="notifications-switches">
          {row.channels
            .filter(({ channel }) => open.includes(channel))
            .map(({ channel, isOn, isFixed }) => (
              <label key={channel}>
                <input
                  type="checkbox"
                  checked={isOn}
                  disabled={isFixed || isBusy}
                  aria-label={`${row.label}：${CHANNELS[channel]}`}
                  onChange={(event) =>
                    onSwitch({ event: row.name, channel, isOn: event.target.checked })
                  }
                />
                {CHANNELS[channel]}
              </label>
            ))}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={events}
      rowKey={(row) => row.name}
      empty={<Empty title="没有可以设置的消息" />}
    />
  );
};
