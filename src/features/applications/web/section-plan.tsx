import { useState } from 'react';

import { buildUrl } from '../../../ui/api/url.ts';
import type { UploadedFile } from '../../../ui/api/upload.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { FileField } from '../../../ui/form/file-field.tsx';
import { type ApplicationView, downloadPlan, removePlan, uploadPlan } from '../contract.ts';
import { useApplication } from './application-draft.tsx';
import { hasNewItems } from './application-sections.ts';
import { SectionForm } from './section-form.tsx';

const PLAN_BYTES = 20 * 1024 * 1024;

type PlanFile = NonNullable<ApplicationView['planFile']>;

/** The stored plan as the kit's field shows it; an upload answers with `version` and `planFile`. */
interface StoredPlan extends UploadedFile {
  readonly version: number;
  readonly planFile: PlanFile;
}

const storedPlan = (planFile: PlanFile, version: number): StoredPlan => ({
  id: planFile.id,
  originalName: planFile.name,
  byteCount: planFile.byteCount,
  sha256: planFile.sha256,
  pageCount: planFile.pageCount ?? undefined,
  version,
  planFile,
});

export const planUrl = (applicationId: string): string =>
  buildUrl(downloadPlan.path, { applicationId });

const Need = ({
  view,
  itemCount,
}: {
  readonly view: ApplicationView;
  readonly itemCount: number;
}) => {
  const fresh = view.items.filter((item) => item.isNew);
  if (itemCount === 0) {
    return (
      <Banner title="有首次申报的证书时必须上传">
        <p>请先在“申报证书”中添加证书，系统据备案记录判断是否首次申报。</p>
      </Banner>
    );
  }
  return fresh.length > 0 ? (
    <Banner tone="attention" title={`有 ${fresh.length} 项首次申报的证书，须上传试点工作方案`}>
      <p>
        {[...new Set(fresh.map((item) => item.certificateName))].join('、')}
        。一份方案可以覆盖多个证书（项目办函〔2025〕1号 四.4）。
      </p>
    </Banner>
  ) : (
    <Banner title="所报证书以前都已备案，可以不上传">
      <p>方案有更新时也可以上传，供审核参考。</p>
    </Banner>
  );
};

/** 四.4: the sealed work plan. */
export const PlanSection = () => {
  const { view, desk, state, reload } = useApplication();
  const [isAsking, setAsking] = useState(false);
  const { planFile } = view;
  const taken = (version: number) => {
    desk.passed(version);
    reload();
  };
  const removal = useWrite(removePlan, {
    onSuccess: ({ version }) => {
      setAsking(false);
      taken(version);
    },
  });
  const params = { applicationId: view.id };
  return (
    <>
      <Need view={view} itemCount={state.draft.content.items.length} />
      <SectionForm section="plan">
        <FileField<StoredPlan>
          name="planFile"
          label="试点工作方案（加盖学校公章的扫描件）"
          help="请把盖章后的全部页面扫描为一个文件。"
          required={hasNewItems(view)}
          accept={['.pdf']}
          maxBytes={PLAN_BYTES}
          uploadUrl={buildUrl(uploadPlan.path, params)}
          hrefOf={() => planUrl(view.id)}
          value={planFile === null ? null : storedPlan(planFile, view.version)}
          onChange={(stored) => (stored === null ? setAsking(true) : taken(stored.version))}
        />
      </SectionForm>
      {planFile === null ? null : (
        <p className="muted">
          上传于 <Time at={planFile.uploadedAt} />
          （北京时间）。更换后以新文件为准，以前提交过的文件仍留在记录中。
        </p>
      )}
      <ConfirmDialog
        title="移除已上传的试点工作方案？"
        open={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => removal.mutate({ params })}
        confirmLabel="移除"
        danger
        busy={removal.isPending}
        error={removal.error}
      >
        <p>移除后需要重新上传才能恢复；如只是换成新文件，请用“更换”。</p>
      </ConfirmDialog>
    </>
  );
};
