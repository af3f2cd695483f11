export { CreateProject } from './application/create-project.ts';
export { EditProject } from './application/edit-project.ts';
export { type TaskPlace, Workflows } from './application/workflows.ts';
export { defaultStatuses, type Status, type StatusCategory, statusCategories, Workflow } from './domain/workflow.ts';
