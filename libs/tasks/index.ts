export { ChangeStatus } from './application/change-status.ts';
export { CompleteTask } from './application/complete-task.ts';
export { CreateTask } from './application/create-task.ts';
export { DeleteTask } from './application/delete-task.ts';
export { EditTask } from './application/edit-task.ts';
export { type Priority, priorities, type RequiredSkill } from './domain/task.ts';
