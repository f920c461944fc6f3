import { z } from 'zod';
import type { Route } from './route.ts';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

const parametersOf = (route: Route): unknown[] => {
  const one = (place: 'path' | 'query', schema: z.ZodType | undefined): unknown[] => {
    if (schema === undefined) return [];
    const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
      properties?: Record<string, unknown>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, inner]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: inner,
    }));
  };
  return [...one('path', route.endpoint.params), ...one('query', route.endpoint.query)];
};

const refusal = {
  description: '被拒绝：code 供程序判断，text 说明怎么办',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
};

const bodyOf = (route: Route): Record<string, unknown> => {
  if (route.kind === 'upload') {
    const schema = {
      type: 'object',
      properties: { file: { type: 'string', format: 'binary' } },
      required: ['file'],
    };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (route.endpoint.body === undefined) return {};
  const schema = schemaOf(route.endpoint.body, 'input');
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
};

const answerOf = (route: Route): unknown =>
  route.kind === 'download'
    ? { description: '文件', content: { 'application/octet-stream': {} } }
    : {
        description: '成功',
        content: { 'application/json': { schema: schemaOf(route.endpoint.output, 'output') } },
      };

const operationOf = (route: Route): Record<string, unknown> => ({
  operationId: route.endpoint.name,
  summary: route.endpoint.summary,
  tags: [route.endpoint.name.split('.')[0]],
  security: route.access === 'public' ? [] : [{ session: [] }],
  ...(Array.isArray(route.access) ? { 'x-roles': route.access } : {}),
  parameters: parametersOf(route),
  ...bodyOf(route),
  responses: { '200': answerOf(route), default: refusal },
});

/** OpenAPI 3.1 of every route but the rendered pages, from the very schemas that parse the requests. */
export const openApiDocument = (
  routes: readonly Route[],
  title: string,
): Record<string, unknown> => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    if (route.kind === 'page') continue;
    const path = route.endpoint.path.replaceAll(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.endpoint.method.toLowerCase()]: operationOf(route) };
  }
  const text = { type: 'string' };
  return {
    openapi: '3.1.0',
    info: { title, version: '1' },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'onex' } },
      schemas: {
        Refusal: {
          type: 'object',
          required: ['code', 'text', 'requestId'],
          properties: {
            code: text,
            text,
            field: text,
            requestId: text,
            findings: { type: 'array' },
          },
        },
      },
    },
  };
};
